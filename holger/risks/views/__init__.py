"""Pages: the picture, the register, one risk, the assessment grid, the method, threats and rounds."""
