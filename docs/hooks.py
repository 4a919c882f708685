"""What both languages share: pictures, and a search that needs no network."""
import logging
import os
import re

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

HERE = os.path.dirname(os.path.abspath(__file__))
PICTURES = os.path.join(HERE, "pictures")
GLOSSARY = os.path.join(HERE, "..", "GLOSSARY.md")
CHINESE = re.compile("[\u4e00-\u9fff]+")
# The theme loads this from the network when pages are to work without a server; here it comes with the site.
SHIM, OWN_SHIM = "https://unpkg.com/iframe-worker/shim", "assets/iframe-worker.js"

LINE_END = re.compile("(?<=[\u3001-\u9fff\uff00-\uffef])\n(?=[\u4e00-\u9fff\u300a\u201c])")


def on_config(config):
    """Chinese pages are cut into words; the words of the glossary stay whole."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    with open(GLOSSARY, encoding="utf-8") as file:
        rows = [line.split("|")[1] for line in file if line.startswith("| ")]
    for word in (word.strip() for row in rows for word in re.split("[、/（）]", row)):
        if CHINESE.fullmatch(word):
            jieba.add_word(word)
    return config


def on_files(files, config):
    """The pictures of this language and the shim become files of its site."""
    language = os.path.basename(config["docs_dir"])
    for name in sorted(os.listdir(PICTURES)):
        if name.startswith(language + "-"):
            files.append(File.generated(config, "pictures/" + name, abs_src_path=os.path.join(PICTURES, name)))
    files.append(File.generated(config, OWN_SHIM, abs_src_path=os.path.join(HERE, "iframe-worker.js")))
    return files


def on_page_markdown(markdown, **_):
    """Pages name the pictures where they are, so that the pages can be read without the site. Chinese has no spaces: a line
    that ends in a Chinese sign goes on in the next one without."""
    return LINE_END.sub("", markdown.replace("](../pictures/", "](pictures/"))


def on_post_page(output, page, **_):
    """Nothing is loaded from the network, and that is checked."""
    return _local(output, page.file.src_uri)


def on_post_template(output_content, template_name, **_):
    """The page for what is not found, too."""
    return _local(output_content, template_name)


def _local(text, name):
    text = text.replace(SHIM, OWN_SHIM)
    for attribute in ('src="http', 'src="//', "src=http", "@import"):
        if attribute in text:
            raise PluginError("%s loads something from the network" % name)
    return text
