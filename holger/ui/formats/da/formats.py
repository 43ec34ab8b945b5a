"""How Danish readers write dates and numbers."""

DATE_FORMAT = "j. M Y"
SHORT_DATE_FORMAT = "d-m-Y"
DATETIME_FORMAT = "j. M Y H.i"
TIME_FORMAT = "H.i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%y", "%d.%m.%y"]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
