"""What is said beside simulated times: which spread it is, and how indices are defined."""

OPERATIONS = (
    "the spread between shipments (operations). Doubt about the levels themselves is not in it"
)
BOTH = (
    "left the spread between shipments (operations), right with doubt about the level (evidence) "
    "mixed in: the reports leave a standard error of {} of the usual time"
)
GUIDE = (
    "Federal Highway Administration, Travel Time Reliability: Making It There On Time, All The "
    "Time (2006)"
)
