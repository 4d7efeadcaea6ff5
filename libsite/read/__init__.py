"""From files to a `Site`: all input is parsed here, and all input errors are found here."""
