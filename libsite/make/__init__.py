"""From recipes to bytes: pure, in any process."""
