"""People come and go by the organisation's directory: SCIM 2.0, as Entra ID and Okta speak it."""
