import argparse
import os
import tempfile
from pathlib import Path

import benchmarks.search_quality

parser = argparse.ArgumentParser(
    description=benchmarks.search_quality.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
)
parser.add_argument("--each", action="store_true", help="a line for each question that is not held out")
parser.add_argument("--write", type=Path, metavar="FILE", help="keep the rankings, and the texts of records, as JSON")
parser.add_argument("--compare", type=Path, metavar="FILE", help="rankings that were kept before, or made elsewhere")
parser.add_argument("--data", type=Path, metavar="FOLDER", help="keep the loaded library here, for the next run")
parser.add_argument("--not-judged", action="store_true", help="list what is in a first ten and was never judged")
options = parser.parse_args()
folder = tempfile.TemporaryDirectory(prefix="cairn-search-quality-")
os.environ |= {"CAIRN_DATA_DIR": str(options.data or folder.name), "EMAIL_URL": "dummy:"}
os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"

import django

django.setup()

from benchmarks.search_quality import asking, report
from benchmarks.search_quality.judged import load_questions

asking.load_library()
questions = load_questions()
asking.check_slugs(questions)
answers = asking.ask_all(questions)
if options.write:
    report.write(options.write, answers)
report.print_all(questions, answers, each=options.each)
if options.compare:
    report.print_comparison(questions, report.read(options.compare), answers)
if options.not_judged:
    report.print_not_judged(questions, [answers, *([report.read(options.compare)] if options.compare else [])])
folder.cleanup()
