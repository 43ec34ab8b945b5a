def touches(request, incident):
    return None


evaluation = corrections = likelihood = touching = touches
