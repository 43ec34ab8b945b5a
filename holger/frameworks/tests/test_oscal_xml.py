"""The same house rules in XML: the same tree, and nothing that reaches out of the document."""

import json

import pytest

from holger.frameworks.rules.faults import Unreadable
from holger.frameworks.rules.oscal.documents import read_catalog, read_profile

XML = """<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0" xmlns:x="urn:x" uuid="11111111-1111-4111-8111-111111111111">
  <metadata>
    <title>House <em>rules</em></title>
    <last-modified>2026-03-04T10:00:00+01:00</last-modified>
    <version>2.1</version>
    <document-id scheme="urn:town">house</document-id>
    <link href="#r1" rel="canonical"/>
    <party uuid="p1" type="organization"><name>Kronborg</name><address><city>A</city></address><address/></party>
    <responsible-party role-id="creator"><party-uuid>p1</party-uuid></responsible-party>
    <remarks><p>For everybody.</p><p>With a key.</p></remarks>
  </metadata>
  <group id="k">
    <title>Keys</title>
    <control id="k-1">
      <title>Locks</title>
      <param id="p"><label>how
          often</label></param>
      <param id="q"><select how-many="one-or-more"><choice>by <insert type="param" id-ref="p"/></choice>
        <choice>never</choice></select></param>
      <prop name="label" value="K-1"/>
      <x:note>Not <x:b>ours</x:b>.</x:note>
      <part id="s" name="statement">
        <p>The <strong>keeper</strong> locks <insert type="param" id-ref="q"/>,
           see <a href="#k-1">K-1</a>:</p>
        <part id="a" name="item"><prop name="label" value="a."/><p>the door</p></part>
      </part>
      <part name="guidance">
        <p>One.</p>
        <ul><li>b<ol><li>c</li><li>d</li></ol></li><li>e</li></ul>
        <table><tr><th>f</th><th>g</th></tr><tr><td>h</td><td>i</td></tr></table>
      </part>
    </control>
  </group>
  <back-matter><resource uuid="r1"><rlink href="https://k.example/rules"/></resource></back-matter>
</catalog>
"""
GUIDANCE = "One.\n\n- b\n  1. c\n  2. d\n- e\n\nf | g\nh | i"
JSON = {
    "catalog": {
        "uuid": "11111111-1111-4111-8111-111111111111",
        "metadata": {
            "title": "House *rules*",
            "last-modified": "2026-03-04T10:00:00+01:00",
            "version": "2.1",
            "document-ids": [{"scheme": "urn:town", "identifier": "house"}],
            "links": [{"href": "#r1", "rel": "canonical"}],
            "parties": [{"uuid": "p1", "name": "Kronborg"}],
            "responsible-parties": [{"role-id": "creator", "party-uuids": ["p1"]}],
            "remarks": "For everybody.\n\nWith a key.",
        },
        "groups": [
            {
                "id": "k",
                "title": "Keys",
                "controls": [
                    {
                        "id": "k-1",
                        "title": "Locks",
                        "params": [
                            {"id": "p", "label": "how often"},
                            {
                                "id": "q",
                                "select": {
                                    "how-many": "one-or-more",
                                    "choice": ["by {{ insert: param, p }}", "never"],
                                },
                            },
                        ],
                        "props": [{"name": "label", "value": "K-1"}],
                        "parts": [
                            {
                                "id": "s",
                                "name": "statement",
                                "prose": "The **keeper** locks {{ insert: param, q }}, see [K-1](#k-1):",
                                "parts": [
                                    {"name": "item", "props": [{"name": "label", "value": "a."}], "prose": "the door"}
                                ],
                            },
                            {"name": "guidance", "prose": GUIDANCE},
                        ],
                    }
                ],
            }
        ],
        "back-matter": {"resources": [{"uuid": "r1", "rlinks": [{"href": "https://k.example/rules"}]}]},
    }
}
PROFILE = """<profile xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="2">
  <metadata><title>Guests</title></metadata>
  <import href="house.xml"><include-controls with-child-controls="yes"><with-id>k-1</with-id></include-controls>
    <exclude-controls><matching pattern="z*"/></exclude-controls></import>
  <merge><flat/></merge>
  <modify>
    <set-parameter param-id="q"><value>at dusk</value></set-parameter>
    <alter control-id="k-1"><remove by-name="guidance"/>
      <add position="ending" by-id="s"><part name="item"><p>the gate</p></part></add></alter>
  </modify>
</profile>
"""


def faults(text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as caught:
        read_catalog(text.encode() if isinstance(text, str) else text)
    return [(fault.line, fault.text % fault.params) for fault in caught.value.faults]


def test_xml_and_json_say_the_same():
    found = read_catalog(XML.encode())
    assert found == read_catalog(json.dumps(JSON).encode())
    (made,) = found.frameworks
    assert (made.key, made.issuer, made.link) == ("house", "Kronborg", "https://k.example/rules")
    locks = made.by_id["K-1"]
    assert locks.asks["en"] == (
        "The **keeper** locks [Selection (one or more): by [how often]; never], see K-1:\na. the door"
    )
    assert locks.guidance["en"] == GUIDANCE


def test_a_profile_in_xml_is_resolved():
    (made,) = read_profile(PROFILE.encode(), {"house.xml": XML.encode()}).frameworks
    assert [each.id for each in made.requirements] == ["K-1"] and made.version == 1
    assert made.requirements[0].asks["en"] == "The **keeper** locks at dusk, see K-1:\na. the door\nthe gate"
    assert made.requirements[0].guidance == {}


def test_other_encodings_are_read_as_they_say():
    latin = XML.replace("UTF-8", "ISO-8859-1").replace("Keys", "Nøgler").encode("latin-1")
    assert read_catalog(latin).frameworks[0].by_id["k"].title == {"en": "Nøgler"}


BOMB = """<!DOCTYPE catalog [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"><metadata><title>&b;</title></metadata></catalog>"""


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (BOMB, 1, "Declarations (<!DOCTYPE and <!ENTITY) are not read here."),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 1, "Declarations"),
        ("<catalog>\n<a>\n</catalog>", 3, "This is not XML."),
        ("<catalog>&unknown;</catalog>", 1, "This is not XML."),
        ('<?xml version="1.0" encoding="nowhere"?><a/>', 1, "This is not XML."),
        ("<catalog/>", 1, "no catalogue and no profile"),
        (XML.replace("csrc.nist.gov", "elsewhere.example"), 2, "no catalogue and no profile"),
        (XML.replace('id="k-1"', "").replace("Locks<", "<"), 15, "“id” is missing."),
        (XML.replace("<title>Keys", "<title>Doors</title><title>Keys"), 14, "“title” is there twice."),
        ("<a>" * 50 + "</a>" * 50, 1, "This is nested too deeply."),
        (b"<a>\xff</a>", 1, "This is not XML."),
        ("<a>\x00</a>", 1, "This is not XML."),
        ("<", 1, "This is not XML."),
    ],
)
def test_a_fault_is_told_with_its_line(text, line, told):
    found = faults(text)
    assert any(at == line and told in said for at, said in found), found
