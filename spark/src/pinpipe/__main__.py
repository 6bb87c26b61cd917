from pinpipe.cli import run

run()
