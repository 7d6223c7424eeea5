"""The only room that talks to a model: providers behind one method, with a budget, retries, and recordings."""
