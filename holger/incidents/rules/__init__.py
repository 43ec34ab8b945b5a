"""What the law and the organisation's own method say of an incident: plain Python over plain facts.

``clock_rules`` reads the rules of the clocks, ``clocks`` lets them run; ``assessing`` and ``significance`` help to decide; ``severity``
weighs; ``sheets`` fills in what is sent.
"""
