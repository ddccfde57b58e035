# pyexpat: every handler, buffering, errors and their places; ElementTree, minidom, sax, plistlib, xmlrpc on top of it.
import xml.etree.ElementTree as ET, xml.dom.minidom, plistlib, io
from xml.parsers import expat
def t(f,*a,**k):
    try: return f(*a,**k)
    except Exception as e: return (type(e).__name__, str(e), getattr(e,'code',None), getattr(e,'lineno',None), getattr(e,'offset',None))
doc='''<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE r [<!ENTITY e "ent &amp; x"><!ELEMENT r (a|b)*><!ATTLIST a k CDATA "dflt"><!NOTATION n SYSTEM "ns">]>
<?pi some data?><!-- comment --><r xmlns:p="urn:p"><a id="1">text é &e; &lt;</a><p:b/><![CDATA[raw <x>]]>tail</r>'''
for kw in ({},{'namespace_separator':' '},{'namespace_separator':''}):
    p=expat.ParserCreate(**kw); ev=[]
    for n in dir(p):
        if n.endswith('Handler') and n not in ('NotStandaloneHandler','DefaultHandlerExpand','DefaultHandler','ExternalEntityRefHandler'): setattr(p,n,(lambda n: lambda *a: ev.append((n,a)))(n))
    print(p.Parse(doc,True)); 
    for e in ev: print(e)
p=expat.ParserCreate(); p.buffer_text=True; p.ordered_attributes=True; ev=[]; p.CharacterDataHandler=lambda s: ev.append(s); p.StartElementHandler=lambda n,a: ev.append((n,a,p.CurrentLineNumber,p.CurrentColumnNumber,p.CurrentByteIndex)); p.DefaultHandlerExpand=lambda s: ev.append(('d',s))
for c in ('<a x="1" y="2">he','llo\nworld','</a>'): p.Parse(c)
p.Parse('',True); print(ev)
for bad in ('','<a>','<a></b>','<a b="1" b="2"/>','<a>&x;</a>','x','<a/><b/>','<a>\x01</a>','<?xml version="1.0" encoding="nope"?><a/>',b'\xff\xfe','<a b=1/>','<x:y/>'): p=expat.ParserCreate(); print(ascii(bad),t(p.Parse,bad,True),p.ErrorCode,p.ErrorLineNumber,p.ErrorColumnNumber,p.ErrorByteIndex)
p=expat.ParserCreate(); p.StartElementHandler=lambda n,a: 1/0; print(t(p.Parse,'<a/>',True))
p=expat.ParserCreate(); print(t(p.Parse,5),t(setattr,p,'buffer_size',-1),t(setattr,p,'buffer_size','x'),p.buffer_size,p.buffer_text,p.buffer_used,p.intern,p.StartElementHandler,t(p.ParseFile,5),p.GetBase(),p.SetBase('http://x'),p.GetBase(),p.GetInputContext(),p.SetParamEntityParsing(1),t(delattr,p,'StartElementHandler'),t(setattr,p,'zzz',1))
print(p.ParseFile(io.BytesIO(b'<a><b/></a>')), t(expat.ParserCreate,5), t(expat.ParserCreate,namespace_separator='ab'), expat.ErrorString(3), expat.errors.XML_ERROR_SYNTAX, expat.errors.codes['syntax error'], expat.model.XML_CTYPE_ANY, expat.ExpatError is expat.error, expat.ExpatError, type(p), expat.native_encoding, len(expat.version_info))
r=ET.fromstring(doc); print(ET.tostring(r), [x.tag for x in r.iter()], r.find('a').get('k'), r.findtext('a'), r[0].tail)
b=ET.TreeBuilder(); root=ET.Element('root',a='1'); c=ET.SubElement(root,'c'); c.text='x<y&z'; c.tail='t'; print(ET.tostring(root,encoding='unicode'), ET.tostring(root), root.attrib, len(root), ET.dump(root)); ET.indent(root); print(ET.tostring(root).decode())
print([ (e,x.tag) for e,x in ET.iterparse(io.BytesIO(b'<a><b/><c>1</c></a>'),events=('start','end'))], t(ET.fromstring,'<a>'), ET.ElementTree(root).getroot().tag, len(root.findall('.//c')), ET.fromstring('<a><b i="1"/><b i="2"/></a>').findall("b[@i='2']")[0].attrib)
d=xml.dom.minidom.parseString('<a b="1"><c>t</c><!--x--></a>'); print(d.toxml(), d.documentElement.getAttribute('b'), d.getElementsByTagName('c')[0].firstChild.data); print(d.toprettyxml(indent=' '))
print(plistlib.loads(plistlib.dumps({'a':[1,2.5,True,b'x','s'],'d':{}}))); print(plistlib.dumps({'k':'v'}).decode())
import xmlrpc.client; print(xmlrpc.client.loads(xmlrpc.client.dumps((1,'a',[2.5],{'k':True}),'m')))
import xml.sax
class H(xml.sax.ContentHandler):
    def startElement(s,n,a): print('S',n,dict(a))
    def characters(s,c): print('C',c)
xml.sax.parseString(b'<a x="1">hi<b/></a>',H())
p=expat.ParserCreate(); calls=[]
def ext(ctx,base,sysid,pub):
    q=p.ExternalEntityParserCreate(ctx); calls.append((ctx,base,sysid,pub)); q.Parse('<inner/>',True); return 1
p.ExternalEntityRefHandler=ext; p.StartElementHandler=lambda n,a: calls.append(n); p.Parse('<!DOCTYPE a [<!ENTITY z SYSTEM "f.xml">]><a>&z;</a>',True); print(calls)
