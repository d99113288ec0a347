"""What all tests share: the house rules and one way of drawing examples."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester", "tests.house_rules", "tests.stores"]

# Two shared cores: slow is no error, and a failing example is printed so that it can be replayed.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
