"""Planning documents as facts, each with its file and line.

    from seedbed.project.planning.open import read_planning
    from seedbed.project.planning.facts import Machine, Role, Precision, Task, ...

    planning = read_planning(Path("."))      # a repository, or its .workflow folder; without one .found is False
    for machine in planning.machines:        # entity, field, states, transitions, forbidden (why), initial, terminal
        machine.decision, machine.origin     # "BACK-05", Origin(".workflow/decisions.md", 12)
    planning.machine("PipelineRun")          # the machine of an entity, whatever its spelling, or None
    planning.entities                        # of project-spec.md: fields with type, references, allowed values
    planning.roles                           # name, rank (0 is the mightiest)
    planning.precisions                      # places, digits, and of what (subject, entity, field)
    planning.ranges, planning.formulas, planning.cases, planning.rules, planning.limits
    planning.tasks, planning.milestones, planning.decisions
    planning.notes                           # what could not be read, with its place; nothing is guessed in silence

Names are as they are written; `facts.key` makes them comparable ("Partially Paid", partially_paid).
"""
