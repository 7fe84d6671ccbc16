"""Pictures of answers: what is drawn as plain data, and its forms. One function makes each form of a drawing."""
