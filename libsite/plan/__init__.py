"""From a `Site` to a `Plan`: pure, without files, clock or templates."""
