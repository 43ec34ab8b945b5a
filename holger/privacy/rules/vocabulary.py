"""The words of the record: who data is about, what kinds there are, on what ground it is used, and how it is protected.

Keys are what is kept; the texts are what people read.
"""

from collections.abc import Mapping

from holger.core.words import N_

CONTROLLER, PROCESSOR = "controller", "processor"
ROLES: Mapping[str, str] = {CONTROLLER: N_("Controller"), PROCESSOR: N_("Processor")}

DATA_SUBJECTS: Mapping[str, str] = {
    "employees": N_("Employees"),
    "former_employees": N_("Former employees"),
    "applicants": N_("Applicants"),
    "referees": N_("Referees"),
    "relatives": N_("Relatives"),
    "external_staff": N_("External staff"),
    "customers": N_("Customers"),
    "prospects": N_("Possible customers"),
    "contacts": N_("Contacts at customers and suppliers"),
    "citizens": N_("Citizens"),
    "patients": N_("Patients"),
    "pupils": N_("Pupils and students"),
    "children": N_("Children"),
    "members": N_("Members"),
    "visitors": N_("Visitors"),
    "website_visitors": N_("Visitors of the website"),
    "board_members": N_("Board members"),
    "owners": N_("Owners"),
    "whistleblowers": N_("Whistleblowers"),
    "reported_persons": N_("People who are reported"),
    "witnesses": N_("Witnesses"),
    "customers_customers": N_("Our customers' own customers"),
    "customers_staff": N_("Our customers' staff"),
}

SPECIAL: Mapping[str, str] = {
    "ethnicity": N_("Racial or ethnic origin"),
    "politics": N_("Political opinions"),
    "religion": N_("Religious or philosophical beliefs"),
    "trade_union": N_("Trade union membership"),
    "genetic": N_("Genetic data"),
    "biometric": N_("Biometric data for identification"),
    "health": N_("Data concerning health"),
    "sex_life": N_("Sex life or sexual orientation"),
}
"""The special categories of art. 9."""

OFFENCES, CPR = "offences", "cpr"
PROTECTED: Mapping[str, str] = {
    OFFENCES: N_("Criminal convictions and offences"),
    CPR: N_("Civil registration number (CPR)"),
    "finances": N_("Confidential data on finances"),
    "social": N_("Confidential data on social problems"),
    "location": N_("Location data"),
    "communication": N_("Content of private communication"),
}
"""Not special by art. 9, but worthy of protection; offences have an article of their own (art. 10)."""

GROUNDS: Mapping[str, str] = {
    "6(1)(a)": N_("Consent"),
    "6(1)(b)": N_("Contract"),
    "6(1)(c)": N_("Legal obligation"),
    "6(1)(d)": N_("Vital interests"),
    "6(1)(e)": N_("Public interest or official authority"),
    "6(1)(f)": N_("Legitimate interests"),
}
SPECIAL_GROUNDS: Mapping[str, str] = {
    "9(2)(a)": N_("Explicit consent"),
    "9(2)(b)": N_("Employment, social security and social protection"),
    "9(2)(c)": N_("Vital interests of somebody who cannot consent"),
    "9(2)(d)": N_("Members of a non-profit body"),
    "9(2)(e)": N_("Made public by the data subject"),
    "9(2)(f)": N_("Legal claims"),
    "9(2)(g)": N_("Substantial public interest by law"),
    "9(2)(h)": N_("Health and social care"),
    "9(2)(i)": N_("Public health"),
    "9(2)(j)": N_("Archives, research and statistics"),
}

TRANSFER_BASES: Mapping[str, str] = {
    "adequacy": N_("Adequacy decision (art. 45)"),
    "dpf": N_("EU-US Data Privacy Framework (art. 45)"),
    "scc": N_("Standard contractual clauses (art. 46)"),
    "bcr": N_("Binding corporate rules (art. 47)"),
    "other": N_("Another safeguard of art. 46"),
    "derogation": N_("Derogation for a specific situation (art. 49)"),
}
ASSESSED = ("scc", "bcr", "other")
"""Bases that are not enough by themselves: the law of the country must be assessed too."""

MEASURES: Mapping[str, str] = {
    "access_by_role": N_("Access by role, reviewed regularly"),
    "mfa": N_("Multi-factor authentication"),
    "encryption": N_("Encryption in transit and at rest"),
    "pseudonymised": N_("Pseudonymisation"),
    "logging": N_("Logging of access"),
    "backup": N_("Backup with tested restore"),
    "patching": N_("Security updates"),
    "secure_mail": N_("Secure mail"),
    "four_eyes": N_("Two people for important steps"),
    "secrecy": N_("Duty of secrecy"),
    "training": N_("Training of staff"),
    "deletion_routine": N_("Routine for erasure"),
    "consent_log": N_("Log of consents"),
    "objection_list": N_("List of those who have said no"),
    "information_given": N_("People are informed"),
    "signs": N_("Signs"),
    "processor_agreement": N_("Agreement with the processor"),
    "breach_routine": N_("Routine for breaches"),
}

DPIA_HINTS: Mapping[str, str] = {
    "unlikely": N_("An impact assessment is hardly needed"),
    "consider": N_("Consider an impact assessment"),
    "likely": N_("An impact assessment is likely to be needed"),
}

EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
"""The countries between which data moves freely: the EU, with Iceland, Liechtenstein and Norway."""
