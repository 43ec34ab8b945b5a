"""Controls: the organisation's own measures, the gaps that they close, the plan, and the Statement of Applicability."""
