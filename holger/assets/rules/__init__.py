"""What follows from the map: inherited protection need, remarks worth acting on, a consistent impact analysis."""
