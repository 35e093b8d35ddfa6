"""Questions with a day of departure: their graphs, and the paths that their clocks allow."""
