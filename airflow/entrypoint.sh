#!/bin/bash
# Airflow's four processes in one container, which ends when one of them does.
set -eu

pids=()
end() {
  kill "${pids[@]}" || true
  wait
  exit "$1"
}
trap 'end 0' TERM

/airflow/bin/airflow db migrate
for process in api-server scheduler dag-processor triggerer; do
  /airflow/bin/airflow "$process" &
  pids+=($!)
done
wait -n || true
end 1
