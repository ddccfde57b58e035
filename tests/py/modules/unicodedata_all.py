# unicodedata: properties, names and normal forms of all characters, summed up by 1024s; error texts; the database 3.2; IDNA.
import unicodedata as u, zlib
def t(f,*a):
    try: return f(*a)
    except Exception as e: return (type(e).__name__, str(e))
fs=(u.category,u.bidirectional,u.combining,u.mirrored,u.east_asian_width,u.decomposition)
skip=0
for base in range(0,0x30000,0x400):
    rows=[]
    for c in range(base,base+0x400):
        ch=chr(c)
        if u.category(ch)=='Cn' or base==0x1e000 or not u.name(ch,'x'): continue
        if u.category(ch)!='Cn': rows.append((c,[f(ch) for f in fs],u.name(ch,None),u.decimal(ch,None),u.digit(ch,None),u.numeric(ch,None),[u.normalize(k,'a'+ch+'\u0301') for k in ('NFC','NFD','NFKC','NFKD')]))
    print(hex(base),len(rows),zlib.crc32(ascii(rows).encode()))
for s in ("'a'","'é'","'½'","'٣'","'漢'","'('","'ａ'","'\\u0301'","'\\ud800'","'\\x00'","'😀'","'²'","'Ⅷ'"):
    ch=eval(s); print(s,[f(ch) for f in fs],t(u.name,ch),u.name(ch,None),t(u.decimal,ch),t(u.digit,ch),t(u.numeric,ch))
for n in ('LATIN SMALL LETTER A','latin small letter a','SNOWMAN','nope','HANGUL SYLLABLE GAG','CJK UNIFIED IDEOGRAPH-4E00','LATIN SMALL LETTER R WITH TILDE','NULL','LF','x'*300): print(n[:40],ascii(t(u.lookup,n)))
for a in (('NFC','e\u0301'),('NFD','é'),('NFKC','ﬁ½'),('NFKD','Å'),('XX','a'),('XX',''),(5,'a'),('NFC',5),('NFC','\ud800e\u0301')): print(a[0],ascii(t(u.normalize,*a)),t(u.is_normalized,*a))
for f in fs+(u.name,u.decimal,u.digit,u.numeric,u.lookup): print(t(f,'ab'),t(f,5),t(f))
o=u.ucd_3_2_0; print(o.unidata_version,o.category('a'),o.category('\u0221'),o.category('\u20ac'),o.category('😀'),t(o.name,'😀'),o.bidirectional('\u05d0'),o.normalize('NFKC','ﬁ😀'),type(o).__name__)
print('bücher.example'.encode('idna'), b'xn--bcher-kva.example'.decode('idna'), 'faß.de'.encode('idna'))
import stringprep; print(stringprep.in_table_a1('\u0221'), stringprep.map_table_b2('ß'))
