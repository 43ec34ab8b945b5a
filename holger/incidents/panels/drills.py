def drill(request, incident):
    return None
