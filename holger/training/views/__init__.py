"""Pages of courses: for those who run them, and for those who take them."""
