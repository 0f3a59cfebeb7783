"""Words for the whole, and families named alone: what a mention means in the light of the rest of the text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.knowledge.language import Language, provider_words
from app.reasoning.offline.read.mentions import PROVIDERS, Mention
from app.reasoning.offline.read.schema_words import bare
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import phrase_key, stem
from app.reasoning.offline.read.verbs import verb_spans
from app.reasoning.offline.read.vocabulary import Strength, Vocabulary

Groups = Sequence[Sequence[Mention]]


def without_systems(
    sentences: Sequence[Sentence], found: Groups, vocabulary: Vocabulary, words: Language
) -> list[list[Mention]]:
    """Without the words for the whole ("shop", "site") where the text says what the whole is made of."""
    systems = {phrase_key(word, words.code) for word in words.words("system_words")}
    metas = {phrase_key(word, words.code) for word in words.words("meta_words")}
    sure = [m for group in found for m in group if not (m.strength is Strength.WEAK and m.key in systems | metas)]
    shapes = {vocabulary.services[m.kind].shape for m in sure if m.kind in vocabulary.services}
    bare_types = any(m.kind not in vocabulary.services and m.strength > Strength.WEAK for m in sure)

    def keep(sentence: Sentence, mention: Mention) -> bool:
        service = vocabulary.services.get(mention.kind)
        if _spoken_for(sentence, mention, found[sentence.index], words):
            return False
        if _stands_for(sentence, mention, words):
            return True
        if mention.strength > Strength.WEAK or service is None:
            return True
        named = any(m.kind == mention.kind and m.strength > Strength.WEAK for m in sure)
        if named and mention.key in metas and _each_of_them(sentence, mention, words):
            return True
        meta = mention.key in metas and (bool(sure) or _about_text(sentence, mention))
        system = mention.key in systems and (bare_types or bool(shapes & {service.shape, "compute"}))
        purpose = _says_purpose(sentence, mention, words)
        return not (
            meta
            or system
            or (purpose and (named or _stored_elsewhere(sentence, mention, found, words)))
            or _verb_like(sentence, mention, words)
        )

    return [
        [mention for mention in group if keep(sentence, mention)]
        for sentence, group in zip(sentences, found, strict=True)
    ]


def _spoken_for(sentence: Sentence, mention: Mention, group: Sequence[Mention], words: Language) -> bool:
    """ "Users sign in with Cognito": a verb, and the thing is named beside it."""
    verb = any(first < mention.last and mention.first < last for first, last in verb_spans(sentence.tokens, words.code))
    return verb and mention.last - mention.first > 1 and any(m.kind == mention.kind for m in group if m is not mention)


def _stands_for(sentence: Sentence, mention: Mention, words: Language) -> bool:
    """ "The shop runs as a container on …": what the word stands for follows."""
    after = " ".join(token.low for token in sentence.tokens[mention.last : mention.last + 3])
    starts = words.words("copulas") - {"is", "are", "on", "es", "son"}
    return mention.strength is Strength.WEAK and any(f"{after} ".startswith(f"{phrase} ") for phrase in starts)


def with_services(found: Groups, vocabulary: Vocabulary) -> list[list[Mention]]:
    """ "A backup plan" alone asks for the service that has the word; beside the service it is that one resource."""
    named = {mention.kind for group in found for mention in group if mention.strength > Strength.WEAK}

    def meant(mention: Mention) -> Mention:
        service = vocabulary.overridden.get(mention.key, "")
        alone = service and service not in named and mention.strength is Strength.TYPE
        return replace(mention, kind=service, strength=Strength.SERVICE) if alone else mention

    return [[meant(mention) for mention in group] for group in found]


def _each_of_them(sentence: Sentence, mention: Mention, words: Language) -> bool:
    """ "Each upload starts …": what happens to a thing that is named elsewhere."""
    before = sentence.tokens[mention.first - 1].low if mention.first else ""
    return before in words.words("every")


def _says_purpose(sentence: Sentence, mention: Mention, words: Language) -> bool:
    """Whether a mention begins with a verb: "store images" says what a thing is for."""
    verbs = {stem(phrase.words[0]) for phrase in words.relations}
    first = stem(sentence.tokens[mention.first].low)
    return mention.last - mention.first > 1 and (first in verbs or first in {stem(w) for w in words.words("put_away")})


def _stored_elsewhere(sentence: Sentence, mention: Mention, found: Groups, words: Language) -> bool:
    """ "Store images in a table": the sentence itself says where."""
    joints = words.words("in_words") | words.words("on_words") | words.words("prepositions")
    later = [m for m in found[sentence.index] if m.first >= mention.last and m.strength > Strength.WEAK]
    gap = [token.low for token in sentence.tokens[mention.last : later[0].first]] if later else []
    return bool(gap) and gap[0] in joints


def _about_text(sentence: Sentence, mention: Mention) -> bool:
    """ "Terraform script", "AWS service", "the 'jsonencode' function"."""
    before = sentence.tokens[mention.first - 1 : mention.first]
    return bool(before) and (before[0].low in PROVIDERS or before[0].kind == "quoted")


def _verb_like(sentence: Sentence, mention: Mention, words: Language) -> bool:
    """ "Host a web site", "server side encryption": the word is no thing here."""
    after = sentence.tokens[mention.last : mention.last + 1]
    before = sentence.tokens[mention.first - 1].low if mention.first else ""
    verb = bool(after) and after[0].low in words.words("articles") and before not in words.words("determiners")
    spans = verb_spans(sentence.tokens, words.code)
    verb = verb or any(first <= mention.first and mention.last <= last for first, last in spans)
    return verb or (bool(after) and after[0].low == "side")


def with_families(sentences: Sequence[Sentence], found: Groups, vocabulary: Vocabulary) -> list[list[Mention]]:
    """Generic words read as things of the family the text speaks of, and a family alone as its principal type."""
    families = _families(sentences, vocabulary)
    result: list[list[Mention]] = []
    for sentence, group in zip(sentences, found, strict=True):
        mentions = [_in_family(mention, families, vocabulary) for mention in group]
        known = {bare(vocabulary.type_of(m.kind)).split()[0] for g in (*result, mentions) for m in g}
        for mention in _alone(sentence, mentions, families, vocabulary):
            family = bare(vocabulary.type_of(mention.kind)).split()[0]
            if family not in known:
                known.add(family)
                mentions.append(mention)
        result.append(sorted(mentions, key=lambda mention: mention.first))
    return result


def _families(sentences: Sequence[Sentence], vocabulary: Vocabulary) -> dict[str, str]:
    """Families without a service in the catalogue that the text names: key of the phrase → family."""
    served = {bare(service.primary).split()[0] for service in vocabulary.services.values()}
    plain = {phrase_key(word) for word in (*provider_words().plain, *provider_words().plain_families)}
    named: dict[str, str] = {}
    for sentence in sentences:
        for index in range(len(sentence.tokens)):
            for length in (1, 2):
                piece = sentence.tokens[index : index + length]
                key = "".join(t.key for t in piece)
                if len(piece) < length or any(t.kind != "word" for t in piece):
                    continue
                branded = index > 0 and sentence.tokens[index - 1].low in PROVIDERS
                for prefix in vocabulary.schema.prefixes.get(key, ()):
                    principal = vocabulary.schema.principals.get(prefix)
                    ordinary = key in plain and not branded
                    if principal and prefix.split()[0] not in served and not ordinary:
                        named[key] = prefix
    return named


def _in_family(mention: Mention, families: dict[str, str], vocabulary: Vocabulary) -> Mention:
    """ "A bucket" beside Lightsail is one of Lightsail's, unless another brand stands in the words themselves."""
    service = vocabulary.services.get(mention.kind)
    if service is None or len(set(families.values())) != 1 or mention.strength is Strength.EXPLICIT:
        return mention
    family = next(iter(families.values()))
    if phrase_key(service.id) in mention.key or bare(service.primary).split()[0] in mention.key:
        return mention
    for kind in vocabulary.schema.resources:
        name = bare(kind)
        if name.startswith(f"{family} ") and mention.key.endswith(phrase_key(name[len(family) + 1 :])):
            return replace(mention, kind=vocabulary.kind_of(kind), strength=Strength.TYPE)
    return mention


def _alone(
    sentence: Sentence, mentions: Sequence[Mention], families: dict[str, str], vocabulary: Vocabulary
) -> Iterator[Mention]:
    covered = {i for mention in mentions for i in range(mention.first, mention.last)}
    for index, token in enumerate(sentence.tokens):
        for length in (2, 1):
            piece = sentence.tokens[index : index + length]
            key = "".join(t.key for t in piece)
            if key in families and not covered & set(range(index, index + length)) and token.kind == "word":
                kind = vocabulary.kind_of(vocabulary.schema.principals[families[key]])
                yield Mention(sentence.index, index, index + length, kind, Strength.SUFFIX, key)
                covered.update(range(index, index + length))
                break
