"""Users and how they sign in. Who a user is in an organisation is told by the organisation room."""
