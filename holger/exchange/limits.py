"""How much of a spreadsheet holger reads, and why that much and no more."""

MEGABYTE = 1024 * 1024

MAX_FILE = 20 * MEGABYTE
"""A register of 50,000 rows is about 5 MB as xlsx; what is bigger is mostly pictures."""

MAX_ROWS = 50_000
"""Ten times the largest asset register we expect; more is a log file, and a dry run would keep people waiting."""

MAX_COLUMNS = 200
"""A person maps columns to fields by hand; nobody maps more than this."""

MAX_CELLS = 1_000_000
"""What the web process can hold as Python values in about 100 MB: 50,000 rows of 20 columns."""

MAX_TEXT = 40_000_000
"""Characters in all cells together."""

MAX_SHEETS = 100
"""Sheets are offered in one select box."""

MAX_ENTRIES = 2_000
"""Parts of the zip archive that an xlsx file is: a workbook has a few for each sheet and picture."""

MAX_INFLATED = 200 * MEGABYTE
"""All parts unpacked; a million cells take about 50 MB of XML."""

MAX_RATIO = 100
"""Spreadsheet XML shrinks 10 to 40 times; a zip bomb a thousand times. Asked only above ``RATIO_FROM``."""

RATIO_FROM = 10 * MEGABYTE

CHILD_MEMORY = 200 * MEGABYTE
"""Address space the reading process may take on top of what it has when it starts."""

CHILD_CPU = 4
"""Seconds of processor time for reading one file."""

CHILD_WALL = 4.5
"""Seconds until the reading process is ended, whatever it waits for; with its start this stays below five."""

AT_ONCE = 2
"""Files that one web process has read at the same time; each may take ``CHILD_MEMORY``."""

WAIT = 10
"""Seconds that a file waits for its turn."""

MAX_DOCUMENT = 5 * MEGABYTE
"""A policy of a hundred pages is less than 1 MB; what is bigger is mostly pictures, which are left out."""

MAX_DOCUMENT_XML = 25 * MEGABYTE
"""All XML of a document unpacked: some thousand pages."""

MAX_CELL = 32_767
"""Characters in one cell: what Excel itself can hold."""

PRESS_MEMORY = 1_500 * MEGABYTE
"""Address space the press may take for one paper on top of what it has when it starts. The longest uses some 450 MB."""

PRESS_CPU = 30
"""Seconds of processor time for one paper."""

PRESS_WALL = 20
"""Seconds until the press is stopped."""

LONG_PAPER = 500
"""Rows from which on a paper is set by the worker: what is shorter is there within about a second."""

MAX_PAPER_ROWS = 2_000
"""Rows in a paper that is set in pages, and makes some 170 of them. Whoever wants more wants a workbook."""
