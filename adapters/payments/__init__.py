"""Payment services: Stripe."""
