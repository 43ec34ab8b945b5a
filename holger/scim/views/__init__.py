"""What the directory calls (SCIM), and what people see under Settings."""
