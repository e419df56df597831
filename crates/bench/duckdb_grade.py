"""The workload of the yardstick in DuckDB: the grade alone, in exact decimals, never divided."""

import resource
import sys

import duckdb

SOURCE, TARGET = sys.argv[1:3]
MONEY = "DECIMAL(18,2)"
COLUMNS = (
    "{'k': 'VARCHAR', 'phien': 'INTEGER', 'du': 'INTEGER', "
    + ", ".join(f"'{name}': '{MONEY}'" for name in ("du_no", "qua_han", "goc", "goc_thu", "lai", "lai_thu"))
    + f", 'tv': 'INTEGER', 'gui': 'INTEGER', 'so_du': '{MONEY}'}}"
)
duckdb.connect().execute(
    f"""
    COPY (
      SELECT k, points, CASE WHEN points >= 90 AND qua_han = 0 THEN 'tốt' WHEN points >= 80 THEN 'khá'
                             WHEN points >= 70 THEN 'trung bình' ELSE 'yếu' END AS grade
      FROM (
        SELECT k, qua_han,
          CASE WHEN du >= phien THEN 10 WHEN du * 10 >= phien * 9 THEN 7 WHEN du * 4 >= phien * 3 THEN 4 ELSE 0 END
          + CASE WHEN qua_han = 0 THEN 30 WHEN qua_han * 200 < du_no THEN 25 WHEN qua_han * 100 < du_no THEN 20
                 WHEN qua_han * 50 < du_no THEN 10 WHEN qua_han * 100 < du_no * 3 THEN 5 ELSE 0 END
          + CASE WHEN goc = 0 OR goc_thu >= goc THEN 20 WHEN goc_thu * 20 >= goc * 19 THEN 15
                 WHEN goc_thu * 10 >= goc * 9 THEN 10 WHEN goc_thu * 5 >= goc * 4 THEN 5 ELSE 0 END
          + CASE WHEN lai = 0 OR lai_thu >= lai THEN 20 WHEN lai_thu * 20 >= lai * 19 THEN 15
                 WHEN lai_thu * 10 >= lai * 9 THEN 10 WHEN lai_thu * 5 >= lai * 4 THEN 5 ELSE 0 END
          + CASE WHEN gui * 50 >= tv * 49 AND (du_no = 0 OR so_du * 100 >= du_no * 7) THEN 20
                 WHEN gui * 50 >= tv * 49 THEN 16 WHEN gui * 10 >= tv * 9 THEN 12 WHEN gui * 5 >= tv * 4 THEN 8
                 WHEN gui * 2 >= tv THEN 4 ELSE 0 END AS points
        FROM read_csv('{SOURCE}', delim=';', header=true, decimal_separator=',', columns={COLUMNS})
      )
    ) TO '{TARGET}' (HEADER, DELIMITER ';')
    """
)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
