"""How holger looks and behaves on screen: pages, lists, forms and the shell around them. Knows no room."""
