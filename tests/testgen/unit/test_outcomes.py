"""Reports of runners, as they write them, become titles and reasons."""

from __future__ import annotations

import json

import pytest

from seedbed.testgen.unit.outcomes import outcomes

OWN = "/p/a.test.js"
JEST = {
    "testResults": [
        {
            "name": OWN,
            "assertionResults": [
                {"title": "adds", "status": "passed", "failureMessages": []},
                {
                    "title": "halves",
                    "status": "failed",
                    "failureMessages": ["Error: \x1b[2mexpect\x1b[22m(1)\n\nExpected: 2\n    at Object.a (a.js:1:2)"],
                },
                {"title": "breaks", "status": "failed", "failureMessages": []},
                {"title": "later", "status": "pending", "failureMessages": []},
                {"title": "todo", "status": "todo"},
            ],
        },
        {"name": "/p/deep/a.test.js", "assertionResults": [{"title": "other", "status": "failed"}]},
    ]
}
MOCHA = {
    "tests": [
        {"title": "adds", "fullTitle": "math adds", "file": OWN, "err": {}},
        {"title": "halves", "fullTitle": "math halves", "file": OWN, "err": {"message": "1 == 2"}},
        {"title": "breaks", "fullTitle": "math breaks", "file": OWN, "err": {"stack": "x"}},
        {"title": "later", "fullTitle": "math later", "file": OWN, "err": {}},
        {"title": "other", "fullTitle": "other", "file": "/p/b.js", "err": {"message": "x"}},
    ],
    "pending": [{"fullTitle": "math later"}],
}
RSPEC = {
    "examples": [
        {"description": "adds", "status": "passed"},
        {"description": "halves", "status": "failed", "exception": {"message": "\nexpected: 2\n     got: 1\n"}},
        {"description": "breaks", "status": "failed"},
        {"description": "later", "status": "pending"},
    ]
}
TAP = """TAP version 13
# Subtest: math
    # Subtest: adds
    ok 1 - adds
      ---
      duration_ms: 0.5
      ...
    # Subtest: halves
    not ok 2 - halves
      ---
      failureType: 'testCodeFailure'
      error: |-
        1 == 2
      ...
    # Subtest: breaks
    not ok 3 - breaks
      ---
      duration_ms: 1
      ...
    # Subtest: later
    ok 4 - later # SKIP
    1..4
not ok 1 - math
  ---
  error: '2 subtests failed'
  ...
1..1
"""
MINITEST = """Run options: --verbose --seed 3

TestMath#test_adds = 0.00 s = .
TestMath#test_halves = 0.00 s = F
TestMath#test_breaks = 0.00 s = E

  1) Failure:
TestMath#test_halves [a_test.rb:5]:
Expected: 2

  2) Error:
TestMath#test_breaks:
NoMethodError: undefined
"""


@pytest.mark.parametrize(
    ("form", "report", "told"),
    [
        ("jest", json.dumps(JEST), {"adds": "", "halves": "Error: expect(1) Expected: 2", "breaks": "it failed"}),
        ("mocha", json.dumps(MOCHA), {"adds": "", "halves": "1 == 2", "breaks": "it failed"}),
        ("rspec", json.dumps(RSPEC), {"adds": "", "halves": "\nexpected: 2\n     got: 1\n", "breaks": "it failed"}),
        ("tap", TAP, {"adds": "", "halves": "1 == 2", "breaks": "it failed"}),
        ("tap", "ok 1 - lib/a.test.js\n", {}),
        ("tap", "not ok 1 - lib/a.test.js\n  error: 'no such module'\n", {"lib/a.test.js": "no such module"}),
        ("minitest", MINITEST, {"test_adds": "", "test_halves": "Expected: 2", "test_breaks": "it failed"}),
        ("jest", "not json", {}),
        ("jest", "[]", {}),
        ("mocha", '{"tests": 7}', {}),
        ("rspec", "", {}),
    ],
)
def test_a_report_is_read(form: str, report: str, told: dict[str, str]) -> None:
    assert outcomes(form, report, OWN) == told
