"""What the incident itself tells the forms."""


def of_incident(incident):
    return {"reference": incident.reference, "happened": incident.description, "detected_at": incident.detected_at}
