"""One record of what went wrong and how to avoid it, in two formats: GRAVEYARD.md and reflexion/index.json.

    from seedbed.lessons.record import Lesson, CATEGORIES, same
    from seedbed.lessons.book import open_book, add, convert, usual

    book = open_book(Path("GRAVEYARD.md"))       # a missing file is an empty book; Book(path, lessons, problems)
    for lesson in book.lessons:                  # title, category, date, test, went_wrong, wrong, correct, lesson,
        lesson.wrong, lesson.origin              # avoid, root_cause, tags, ...; origin is file:line of its heading
    book.problems                                # every departure from the form, with file:line; lessons are read as
                                                 # far as they go
    added = add(path, Lesson(...))               # written at the end; "noted" under the old lesson where category and
    added.how                                    # root cause are the same; "there" where that time is known: no change
    convert(Path("GRAVEYARD.md"), Path("reflexion/index.json"))

`wrong` and `correct` are source text of Python, "" where none is recorded; `root_cause` may be "": then two lessons are
the same where their code says the same (`record.same`). `date` is the caller's: nothing here asks a clock.
On text instead of files: `graveyard.read_graveyard`, `inscription.inscribed`, `inscription.lesson_text`,
`reflexion.read_index`, `reflexion.indexed`, `entry.entry_of`, `entry.lesson_of`.
"""
