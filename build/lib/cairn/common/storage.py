"""Static files with a fingerprint in their name and a compressed copy beside them."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, without Brotli and with fingerprints in the imports of scripts."""

    # An import without a semicolon at its end is left alone, silently: end each with one.
    support_js_module_import_aggregation = True

    def create_compressor(self, **options: object) -> Compressor:
        # Where some package happens to bring Brotli in, it makes collectstatic take minutes.
        return Compressor(use_brotli=False, **options)
