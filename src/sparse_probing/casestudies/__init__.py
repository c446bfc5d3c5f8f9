"""The paper's case studies: one module an idea, pure functions on arrays and frames."""
