"""Amazon SageMaker as a platform: the only room that speaks to AWS."""
