CASE = "incidents/<str:reference>/"
