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

start() {
  /airflow/bin/airflow "$1" &
  pids+=($!)
}

answers() {
  python -c 'from urllib.request import urlopen; urlopen("http://127.0.0.1:8080/api/v2/monitor/health", timeout=10)' \
    2>/dev/null
}

/airflow/bin/airflow db migrate
start api-server
# The scheduler goes on with what it finds, and a task that meets no API server has lost a try.
until answers; do
  kill -0 "${pids[0]}" || end 1
  if ((SECONDS > 300)); then
    echo "Airflow's API server has not answered within 300 s of the start: its log is above." >&2
    end 1
  fi
  sleep 1
done
for process in scheduler dag-processor triggerer; do
  start "$process"
done
wait -n || true
end 1
