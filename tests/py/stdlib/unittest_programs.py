# unittest: cases, sub-tests, skips, failures, asyncio, mock
import unittest, io
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.x=1
    def setUp(self): self.y=2
    def test_ok(self): self.assertEqual(self.x+self.y,3)
    def test_raises(self):
        with self.assertRaises(ValueError) as c: int('x')
        self.assertIn('invalid',str(c.exception))
        with self.assertRaisesRegex(TypeError,'unsupp'): 1+'a'
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertLess(i,3)
    @unittest.skip('why')
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_ef(self): self.fail()
    def test_fail(self): self.assertEqual([1,2,3],[1,2,4])
    def test_err(self): 1/0
    def test_str(self): self.assertMultiLineEqual('a\nb\n','a\nc\n')
    def test_dict(self): self.assertDictEqual({'a':1},{'a':2})
    def test_logs(self):
        import logging
        with self.assertLogs('foo',level='INFO') as cm: logging.getLogger('foo').info('first')
        self.assertEqual(cm.output,['INFO:foo:first'])
class A(unittest.IsolatedAsyncioTestCase):
    async def test_a(self):
        import asyncio; await asyncio.sleep(0); self.assertTrue(True)
from unittest import mock
class M(unittest.TestCase):
    def test_m(self):
        m=mock.Mock(return_value=5); self.assertEqual(m(1,a=2),5); m.assert_called_once_with(1,a=2)
        with mock.patch('os.getcwd',return_value='/x'):
            import os; self.assertEqual(os.getcwd(),'/x')
        mm=mock.MagicMock(); mm.__len__.return_value=3; self.assertEqual(len(mm),3)
        a=mock.AsyncMock()
    @mock.patch.dict('os.environ',{'Q':'1'})
    def test_d(self):
        import os; self.assertEqual(os.environ['Q'],'1')
s=io.StringIO(); import re
r=unittest.TextTestRunner(stream=s,verbosity=2).run(unittest.defaultTestLoader.loadTestsFromModule(__import__('__main__')))
print(re.sub(r'in [\d.]+s','in Xs',s.getvalue())); print(r)
