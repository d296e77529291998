"""Who may ask for the report, by the word of the command line: `profiles` declares each one."""

CHARTER = "charte"
READERS = (
    CHARTER,
    "qualiopi",
    "france-competences",
    "hceres",
    "cti",
    "cefdg",
    "ccn-iut",
)
