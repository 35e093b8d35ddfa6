"""An app that shows routes in a browser; `corridor explore` runs it."""
