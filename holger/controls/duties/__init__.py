"""What controls, the plan, gap rounds and statements ask of people, and what is handed over when somebody leaves."""
