"""Workflow state beside planning documents: reflexion, evals, and the state chain; written, checked, emptied.

    from seedbed.scaffold.workflow.write import write_workflow, clean_workflow
    from seedbed.scaffold.workflow.check import check_workflow
    from seedbed.scaffold.workflow.verify import verify_chain

    made = write_workflow(folder, planning, today)   # nothing is written: made.files: (path, text) that would change
    made.files, made.notes, made.entries             # notes: what was left alone and why; entries: counts by file
    clean_workflow(folder).files                     # the same, of files without our entries
    check_workflow(folder, planning)                 # problems: broken links, unknown tasks or files, wrong milestones

Our entries are marked: in a chain by `metadata.seedbed`, in reflexion by the tag `seedbed`, in evals by notes that
begin with `[seedbed]`. Entries without the mark are other people's, and a file that has one is left alone.
"""
