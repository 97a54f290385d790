"""How gunicorn serves the site: gunicorn -c python:cairn.config.gunicorn. What the command line says counts first."""

wsgi_app = "cairn.config.wsgi"
worker_class = "cairn.config.patience.PatientWorker"
workers = 2
threads = 4  # of each worker, at work at the same time
