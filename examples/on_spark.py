"""`seedbed`, as a file that spark-submit can be given: spark-submit ... on_spark.py spark schema.sql --output ...

spark-submit wants a file that ends in .py, and puts its folder first among the places that Python imports from.
"""

from seedbed.cli import main

main()
