"""What the files of a project are like on each ORM: a folder of words and templates for each."""
