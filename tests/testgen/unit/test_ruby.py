"""Ruby, where it is on the machine: tests are parsed, run three times, and marked where they fail."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import seedbed
from seedbed.llm.completion import Completion, Usage
from seedbed.llm.host import Host
from seedbed.testgen.unit.options import TestGeneratorOptions, TestGeneratorResult
from tests.testgen.unit.repositories import grown

FILES = {"lib/half.rb": "def half(n) = n / 2.0\n"}
SPEC = """require_relative '../lib/half'

RSpec.describe 'half' do
  it 'of four' do
    expect(half(4)).to eq(2)
  end

  it 'of one' do
    expect(half(1)).to eq(1)
  end
end
"""
MINITEST = """require 'minitest/autorun'
require 'half'

class TestHalf < Minitest::Test
  def test_of_four = assert_equal(2, half(4))
  def test_of_one = assert_equal({}, half(1))
end
"""

needs_ruby = pytest.mark.skipif(shutil.which("ruby") is None, reason="ruby is not on this machine")
needs_rspec = pytest.mark.skipif(shutil.which("rspec") is None, reason="rspec is not on this machine")


def made_of(answer: str, root: Path) -> TestGeneratorResult:
    options = TestGeneratorOptions("lib/half.rb", working_dir=root, engine="model")
    provider = Host(lambda *asked: Completion(f"```ruby\n{answer}```", "small", Usage()))
    return seedbed.generate_test_file(options, provider=provider)


@needs_rspec
def test_rspec_is_run_and_what_fails_is_marked(tmp_path: Path) -> None:
    root = grown(tmp_path, {**FILES, "Gemfile": "gem 'rspec'\n", "spec/spec_helper.rb": ""})
    made = made_of(SPEC, root)
    assert made.findings == ("of one: expected: 1 got: 0.5 (compared using ==)",)
    assert made.test_file_path == root / "spec/half_spec.rb"
    text = made.test_file_path.read_text()
    assert "  # finding: expected: 1 got: 0.5 (compared using ==)\n  xit 'of one' do\n" in text


@needs_ruby
def test_minitest_is_run_and_refused_where_it_fails(tmp_path: Path) -> None:
    root = grown(tmp_path, {**FILES, "test/test_helper.rb": ""})
    assert "Expected: 1" in made_of(MINITEST.format(1), root).warnings[-1].why
    assert not (root / "test/test_half.rb").exists()
    made = made_of(MINITEST.format(0.5), root)
    assert made.test_file_path == root / "test/test_half.rb"
    assert made.test_command == "ruby -Ilib -Itest test/test_half.rb"


@needs_ruby
def test_what_is_no_ruby_is_refused(tmp_path: Path) -> None:
    root = grown(tmp_path, {**FILES, "Gemfile": "gem 'rspec'\n"})
    made = made_of("class X\n", root)
    assert made.failed
    assert "lib/half_spec.rb:1: syntax error" in made.warnings[-1].what
