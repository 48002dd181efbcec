"""Reports: findings in, words for people and for programs out."""
