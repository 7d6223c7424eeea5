"""What a module offers through a client: routes of an application, commands of a command line."""
